"""Reports in Parquet files: what many jobs have read, on its way to one store."""
