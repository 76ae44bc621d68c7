# The LAN falls apart into two, each with a Master, and grows together again.
# The better one answers the other's first advertisement, and announces with
# that and the next three, so that the hosts believe it.
router a 10.0.0.11 priority 200
router b 10.0.0.12 priority 150
router c 10.0.0.13 priority 100
at 5.5 split bc for 7
calm 12.5
end 17
---
   0.000 a starts
   0.000 b starts
   0.000 c starts
   0.000 a Initialize -> Backup (the interface is up, primary address 10.0.0.11)
   0.000 b Initialize -> Backup (the interface is up, primary address 10.0.0.12)
   0.000 c Initialize -> Backup (the interface is up, primary address 10.0.0.13)
   3.219 a sends priority 200
   3.219 a puts 10.0.0.1 up
   3.219 a announces 10.0.0.1
   3.219 a Backup -> Master (no advertisement to obey for 3.219 s)
   4.219 a sends priority 200
   4.219 a announces 10.0.0.1
   5.219 a sends priority 200
   5.219 a announces 10.0.0.1
   5.500 split bc
   6.219 a sends priority 200
   6.219 a announces 10.0.0.1
   7.219 a sends priority 200
   8.219 a sends priority 200
   8.633 b sends priority 150
   8.633 b puts 10.0.0.1 up
   8.633 b announces 10.0.0.1
   8.633 b Backup -> Master (no advertisement from 10.0.0.11 for 3.414 s)
   9.219 a sends priority 200
   9.633 b sends priority 150
   9.633 b announces 10.0.0.1
  10.219 a sends priority 200
  10.633 b sends priority 150
  10.633 b announces 10.0.0.1
  11.219 a sends priority 200
  11.633 b sends priority 150
  11.633 b announces 10.0.0.1
  12.219 a sends priority 200
  12.500 split bc ends
  12.633 b sends priority 150
  12.633 a sends priority 200
  12.633 a announces 10.0.0.1
  12.633 a 10.0.0.12 advertises as a second master of lower precedence (priority 150): answered
  12.633 b takes 10.0.0.1 off
  12.633 b sends priority 150
  12.633 b Master -> Backup (10.0.0.11 advertises priority 200)
  13.633 a sends priority 200
  13.633 a announces 10.0.0.1
  13.633 a 10.0.0.12 advertises as a second master of lower precedence (priority 150): answered
  14.633 a sends priority 200
  14.633 a announces 10.0.0.1
  15.633 a sends priority 200
  15.633 a announces 10.0.0.1
  16.633 a sends priority 200
  16.633 a announces 10.0.0.1
