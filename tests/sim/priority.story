# The priority changes while the routers run.  a's falls, but stays the higher
# one: it steps down all the same, once, and then preempts by the rules.  It
# falls below b's, and so it is after a restart, which the file outlives.  b
# does not preempt, so that a's rise moves the address.
router a 10.0.0.11 priority 200
router b 10.0.0.12 priority 100 no-preempt
at 5 priority a 150
at 12 priority a 50
at 15 stop a for 1
at 21 priority a 0
calm 21
end 27
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
   5.000 priority a 150
   5.000 a sends priority 0
   5.000 a handing over: resigned, answering until another router advertises
   5.609 b sends priority 100
   5.609 b puts 10.0.0.1 up
   5.609 b announces 10.0.0.1
   5.609 b Backup -> Master (10.0.0.11 resigned)
   5.610 a takes 10.0.0.1 off
   5.610 a Master -> Backup (handed over to 10.0.0.12, priority 100)
   6.609 b sends priority 100
   6.609 b announces 10.0.0.1
   7.609 b sends priority 100
   7.609 b announces 10.0.0.1
   8.609 b sends priority 100
   8.609 b announces 10.0.0.1
   9.024 a sends priority 150
   9.024 a puts 10.0.0.1 up
   9.024 a announces 10.0.0.1
   9.024 a Backup -> Master (no advertisement to obey for 3.414 s)
   9.024 b takes 10.0.0.1 off
   9.024 b sends priority 100
   9.024 b Master -> Backup (10.0.0.11 advertises priority 150)
   9.024 a sends priority 150
   9.024 a announces 10.0.0.1
  10.024 a sends priority 150
  10.024 a announces 10.0.0.1
  11.024 a sends priority 150
  11.024 a announces 10.0.0.1
  12.000 priority a 50
  12.000 a sends priority 0
  12.000 a handing over: resigned, answering until another router advertises
  12.609 b sends priority 100
  12.609 b puts 10.0.0.1 up
  12.609 b announces 10.0.0.1
  12.609 b Backup -> Master (10.0.0.11 resigned)
  12.610 a takes 10.0.0.1 off
  12.610 a Master -> Backup (handed over to 10.0.0.12, priority 100)
  13.609 b sends priority 100
  13.609 b announces 10.0.0.1
  14.609 b sends priority 100
  14.609 b announces 10.0.0.1
  15.000 stop a
  15.000 a Backup -> Initialize (asked to stop)
  15.000 a ends
  15.609 b sends priority 100
  15.609 b announces 10.0.0.1
  16.000 stop a ends
  16.000 a starts
  16.000 a Initialize -> Backup (the interface is up, primary address 10.0.0.11)
  16.609 b sends priority 100
  17.609 b sends priority 100
  18.609 b sends priority 100
  19.609 b sends priority 100
  20.609 b sends priority 100
  21.000 priority a 0
  21.609 b sends priority 100
  22.609 b sends priority 100
  23.609 b sends priority 100
  24.414 a sends priority 200
  24.414 a puts 10.0.0.1 up
  24.414 a announces 10.0.0.1
  24.414 a Backup -> Master (no advertisement to obey for 3.805 s)
  24.414 b takes 10.0.0.1 off
  24.414 b sends priority 100
  24.414 b Master -> Backup (10.0.0.11 advertises priority 200)
  24.414 a sends priority 200
  24.414 a announces 10.0.0.1
  25.414 a sends priority 200
  25.414 a announces 10.0.0.1
  26.414 a sends priority 200
  26.414 a announces 10.0.0.1
