"""The graph as a web site: pages to read, data to load, and a SPARQL endpoint."""
