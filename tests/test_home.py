"""Home shows what comes, what waits and what was chosen, and no word that anybody wrote."""
