"""Domain objects in, picture bytes out. The only place that draws."""
