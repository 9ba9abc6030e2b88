"""What the themes of a wall keep to, whoever sorts its points."""

MOST_THEMES = 7  # more than that nobody keeps in mind while voting
FEWEST_POINTS = 3  # under one theme: fewer can never have three people behind them
