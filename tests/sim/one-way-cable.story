# b hears nothing of a any more, but a hears b: b becomes a second Master,
# and a answers each time, as it is the better one, for the hosts' sake
# (decision 8).  Once b hears again it lets go.
router a 10.0.0.11 priority 200
router b 10.0.0.12 priority 100
at 5.5 cut a b for 7
calm 12.5
end 17
---
   0.000 a starts
   0.000 b starts
   0.000 a Initialize -> Backup (the interface is up, primary address 10.0.0.11)
   0.000 b Initialize -> Backup (the interface is up, primary address 10.0.0.12)
   3.219 a sends priority 200
   3.219 a puts 10.0.0.1 up
   3.219 a announces 10.0.0.1
   3.219 a Backup -> Master (no advertisement to obey for 3.219 s)
   4.219 a sends priority 200
   4.219 a announces 10.0.0.1
   5.219 a sends priority 200
   5.219 a announces 10.0.0.1
   5.500 cut a b
   6.219 a sends priority 200
   6.219 a announces 10.0.0.1
   7.219 a sends priority 200
   8.219 a sends priority 200
   8.828 b sends priority 100
   8.828 b puts 10.0.0.1 up
   8.828 b announces 10.0.0.1
   8.828 b Backup -> Master (no advertisement from 10.0.0.11 for 3.609 s)
   8.828 a sends priority 200
   8.828 a announces 10.0.0.1
   8.828 a 10.0.0.12 advertises as a second master of lower precedence (priority 100): answered
   9.828 b sends priority 100
   9.828 b announces 10.0.0.1
   9.828 a sends priority 200
   9.828 a announces 10.0.0.1
   9.828 a 10.0.0.12 advertises as a second master of lower precedence (priority 100): answered
  10.828 b sends priority 100
  10.828 b announces 10.0.0.1
  10.828 a sends priority 200
  10.828 a announces 10.0.0.1
  10.828 a 10.0.0.12 advertises as a second master of lower precedence (priority 100): answered
  11.828 b sends priority 100
  11.828 b announces 10.0.0.1
  11.828 a sends priority 200
  11.828 a announces 10.0.0.1
  11.828 a 10.0.0.12 advertises as a second master of lower precedence (priority 100): answered
  12.500 cut a b ends
  12.828 b sends priority 100
  12.828 a sends priority 200
  12.828 a announces 10.0.0.1
  12.828 a 10.0.0.12 advertises as a second master of lower precedence (priority 100): answered
  12.828 b takes 10.0.0.1 off
  12.828 b sends priority 100
  12.828 b Master -> Backup (10.0.0.11 advertises priority 200)
  13.828 a sends priority 200
  13.828 a announces 10.0.0.1
  13.828 a 10.0.0.12 advertises as a second master of lower precedence (priority 100): answered
  14.828 a sends priority 200
  14.828 a announces 10.0.0.1
  15.828 a sends priority 200
  15.828 a announces 10.0.0.1
  16.828 a sends priority 200
  16.828 a announces 10.0.0.1
