"""The things that happen, one module for each; none of them knows another."""
