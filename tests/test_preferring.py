"""A person decides when they are left in peace, on which days they work, in which language, and when they leave."""
