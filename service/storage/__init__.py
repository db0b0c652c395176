"""Where things are kept between requests; each store serves a port of whoever calls it."""
