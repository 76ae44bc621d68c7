# A better router comes back: it listens for its Master_Down_Interval, takes
# over, and the other lets go at its first advertisement (6.4.3).  c, which
# does not preempt, is the best of all and stays Backup.
router a 10.0.0.11 priority 200 start 5
router b 10.0.0.12 priority 100
router c 10.0.0.13 priority 250 no-preempt start 6
calm 6
end 13
---
   0.000 b starts
   0.000 b Initialize -> Backup (the interface is up, primary address 10.0.0.12)
   3.609 b sends priority 100
   3.609 b puts 10.0.0.1 up
   3.609 b announces 10.0.0.1
   3.609 b Backup -> Master (no advertisement to obey for 3.609 s)
   4.609 b sends priority 100
   4.609 b announces 10.0.0.1
   5.000 a starts
   5.000 a Initialize -> Backup (the interface is up, primary address 10.0.0.11)
   5.609 b sends priority 100
   5.609 b announces 10.0.0.1
   6.000 c starts
   6.000 c Initialize -> Backup (the interface is up, primary address 10.0.0.13)
   6.609 b sends priority 100
   6.609 b announces 10.0.0.1
   7.609 b sends priority 100
   8.219 a sends priority 200
   8.219 a puts 10.0.0.1 up
   8.219 a announces 10.0.0.1
   8.219 a Backup -> Master (no advertisement to obey for 3.219 s)
   8.219 b takes 10.0.0.1 off
   8.219 b sends priority 100
   8.219 b Master -> Backup (10.0.0.11 advertises priority 200)
   8.219 a sends priority 200
   8.219 a announces 10.0.0.1
   9.219 a sends priority 200
   9.219 a announces 10.0.0.1
  10.219 a sends priority 200
  10.219 a announces 10.0.0.1
  11.219 a sends priority 200
  11.219 a announces 10.0.0.1
  12.219 a sends priority 200
