"""What people see: frozen reads, one module per page."""
