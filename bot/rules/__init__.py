"""Pure decisions: nothing here waits, stores or sends."""
