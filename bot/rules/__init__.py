"""What is decided, most of it without looking anything up, and what several flows do alike; nothing here sends."""
