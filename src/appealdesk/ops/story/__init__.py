"""The story 'Tokyo, February and March 2022', played through the public actions. Everybody in it is invented."""
