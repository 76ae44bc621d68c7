# The same, but a is the first to become Master again: b takes its low numbers
# for a replay, becomes Master, and a answers with numbers that b accepts.
auth ah
router a 10.0.0.11 priority 200 clock-unset
router b 10.0.0.12 priority 100
at 5.25 kill a for 0.01 forget
calm 5.3
end 14
---
   0.000 a starts
   0.000 b starts
   0.000 a Initialize -> Backup (the interface is up, primary address 10.0.0.11)
   0.000 b Initialize -> Backup (the interface is up, primary address 10.0.0.12)
   3.219 a sends priority 200, number 1
   3.219 a puts 10.0.0.1 up
   3.219 a announces 10.0.0.1
   3.219 a Backup -> Master (no advertisement to obey for 3.219 s)
   4.219 a sends priority 200, number 2
   4.219 a announces 10.0.0.1
   5.219 a sends priority 200, number 3
   5.219 a announces 10.0.0.1
   5.250 kill a
   5.260 kill a ends
   5.260 a starts
   5.260 a Initialize -> Backup (the interface is up, primary address 10.0.0.11)
   8.479 a sends priority 200, number 1
   8.479 a puts 10.0.0.1 up
   8.479 a announces 10.0.0.1
   8.479 a Backup -> Master (no advertisement to obey for 3.219 s)
   8.828 b sends priority 100, number 1790000001
   8.828 b puts 10.0.0.1 up
   8.828 b announces 10.0.0.1
   8.828 b Backup -> Master (no advertisement from 10.0.0.11 for 3.609 s)
   8.828 a sends priority 200, number 1790000002
   8.828 a announces 10.0.0.1
   8.828 b takes 10.0.0.1 off
   8.828 b sends priority 100, number 1790000003
   8.828 b Master -> Backup (10.0.0.11 advertises priority 200)
   9.828 a sends priority 200, number 1790000004
   9.828 a announces 10.0.0.1
   9.828 a 10.0.0.12 advertises as a second master of lower precedence (priority 100): answered
  10.828 a sends priority 200, number 1790000005
  10.828 a announces 10.0.0.1
  11.828 a sends priority 200, number 1790000006
  11.828 a announces 10.0.0.1
  12.828 a sends priority 200, number 1790000007
  12.828 a announces 10.0.0.1
  13.828 a sends priority 200, number 1790000008
