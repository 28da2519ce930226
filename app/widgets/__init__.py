"""What several pages show: quotes, filters, downloads, charts."""
