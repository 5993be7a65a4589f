"""Tables, the unit of work and every line of SQL."""
