"""What moved between two editions of a page, part by part and in words."""
