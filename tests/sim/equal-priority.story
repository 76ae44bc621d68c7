# Equal priorities, and none has heard the other when the timers fire: the
# higher address wins (6.4.3), and the loser says farewell, which the winner
# answers with its announcements.
delay 0.001
router a 10.0.0.11 priority 100
router b 10.0.0.12 priority 100
calm 0.001
end 8
---
   0.000 a starts
   0.000 b starts
   0.000 a Initialize -> Backup (the interface is up, primary address 10.0.0.11)
   0.000 b Initialize -> Backup (the interface is up, primary address 10.0.0.12)
   3.609 a sends priority 100
   3.609 a puts 10.0.0.1 up
   3.609 a announces 10.0.0.1
   3.609 a Backup -> Master (no advertisement to obey for 3.609 s)
   3.609 b sends priority 100
   3.609 b puts 10.0.0.1 up
   3.609 b announces 10.0.0.1
   3.609 b Backup -> Master (no advertisement to obey for 3.609 s)
   3.610 a takes 10.0.0.1 off
   3.610 a sends priority 100
   3.610 a Master -> Backup (10.0.0.12 advertises priority 100)
   3.610 b sends priority 100
   3.610 b announces 10.0.0.1
   4.610 b sends priority 100
   4.610 b announces 10.0.0.1
   4.610 b 10.0.0.11 advertises as a second master of lower precedence (priority 100): answered
   5.610 b sends priority 100
   5.610 b announces 10.0.0.1
   6.610 b sends priority 100
   6.610 b announces 10.0.0.1
   7.610 b sends priority 100
   7.610 b announces 10.0.0.1
