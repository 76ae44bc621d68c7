# A monitored interface of the Master's is lost: its priority falls, it steps
# down once, and goes on answering until the other one is there.  The
# interface is back: it is the better one again, and preempts.  Then the only
# router is in trouble, and stays Master with what is left.
router a 10.0.0.11 priority 200 delta 150
router b 10.0.0.12 priority 100
at 5 trouble a for 5
at 16 crash b
at 17 trouble a for 3
calm 20
end 23
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
   5.000 trouble a
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
   9.609 b sends priority 100
  10.000 trouble a ends
  10.609 b sends priority 100
  11.609 b sends priority 100
  12.609 b sends priority 100
  13.414 a sends priority 200
  13.414 a puts 10.0.0.1 up
  13.414 a announces 10.0.0.1
  13.414 a Backup -> Master (no advertisement to obey for 3.805 s)
  13.414 b takes 10.0.0.1 off
  13.414 b sends priority 100
  13.414 b Master -> Backup (10.0.0.11 advertises priority 200)
  13.414 a sends priority 200
  13.414 a announces 10.0.0.1
  14.414 a sends priority 200
  14.414 a announces 10.0.0.1
  15.414 a sends priority 200
  15.414 a announces 10.0.0.1
  16.000 crash b
  16.414 a sends priority 200
  16.414 a announces 10.0.0.1
  17.000 trouble a
  17.000 a sends priority 0
  17.000 a handing over: resigned, answering until another router advertises
  18.250 a sends priority 50
  18.250 a announces 10.0.0.1
  18.250 a handed over, but no other router answered
  19.250 a sends priority 50
  19.250 a announces 10.0.0.1
  20.000 trouble a ends
  20.250 a sends priority 200
  20.250 a announces 10.0.0.1
  21.250 a sends priority 200
  21.250 a announces 10.0.0.1
  22.250 a sends priority 200
  23.250 a sends priority 200
