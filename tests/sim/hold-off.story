# a's hold-off is longer than its Master_Down_Interval.  It hears nobody at
# first, and takes over when it ends.  Its link fails, so that b is Master,
# and comes back: though a is better, it waits.  The same again, but b resigns
# meanwhile, and a need not wait any longer.
router a 10.0.0.11 priority 200 hold 8
router b 10.0.0.12 priority 100 start 12
at 16 down a for 1
at 28 down a for 6
at 36 stop b
calm 36
end 40
---
   0.000 a starts
   0.000 a Initialize -> Backup (the interface is up, primary address 10.0.0.11)
   8.000 a sends priority 200
   8.000 a puts 10.0.0.1 up
   8.000 a announces 10.0.0.1
   8.000 a Backup -> Master (no advertisement to obey for 8.000 s)
   9.000 a sends priority 200
   9.000 a announces 10.0.0.1
  10.000 a sends priority 200
  10.000 a announces 10.0.0.1
  11.000 a sends priority 200
  11.000 a announces 10.0.0.1
  12.000 b starts
  12.000 a sends priority 200
  12.000 b Initialize -> Backup (the interface is up, primary address 10.0.0.12)
  13.000 a sends priority 200
  14.000 a sends priority 200
  15.000 a sends priority 200
  16.000 down a
  16.000 a takes 10.0.0.1 off
  16.000 a Master -> Initialize (the interface is down)
  17.000 down a ends
  17.000 a Initialize -> Backup (the interface is up, primary address 10.0.0.11)
  18.609 b sends priority 100
  18.609 b puts 10.0.0.1 up
  18.609 b announces 10.0.0.1
  18.609 b Backup -> Master (no advertisement from 10.0.0.11 for 3.609 s)
  19.609 b sends priority 100
  19.609 b announces 10.0.0.1
  20.609 b sends priority 100
  20.609 b announces 10.0.0.1
  21.609 b sends priority 100
  21.609 b announces 10.0.0.1
  22.609 b sends priority 100
  23.609 b sends priority 100
  24.609 b sends priority 100
  25.000 a sends priority 200
  25.000 a puts 10.0.0.1 up
  25.000 a announces 10.0.0.1
  25.000 a Backup -> Master (no advertisement to obey for 8.000 s)
  25.000 b takes 10.0.0.1 off
  25.000 b sends priority 100
  25.000 b Master -> Backup (10.0.0.11 advertises priority 200)
  25.000 a sends priority 200
  25.000 a announces 10.0.0.1
  26.000 a sends priority 200
  26.000 a announces 10.0.0.1
  27.000 a sends priority 200
  27.000 a announces 10.0.0.1
  28.000 down a
  28.000 a takes 10.0.0.1 off
  28.000 a Master -> Initialize (the interface is down)
  30.610 b sends priority 100
  30.610 b puts 10.0.0.1 up
  30.610 b announces 10.0.0.1
  30.610 b Backup -> Master (no advertisement from 10.0.0.11 for 3.609 s)
  31.610 b sends priority 100
  31.610 b announces 10.0.0.1
  32.610 b sends priority 100
  32.610 b announces 10.0.0.1
  33.610 b sends priority 100
  33.610 b announces 10.0.0.1
  34.000 down a ends
  34.000 a Initialize -> Backup (the interface is up, primary address 10.0.0.11)
  34.610 b sends priority 100
  35.610 b sends priority 100
  36.000 stop b
  36.000 b sends priority 0
  36.000 b handing over: resigned, answering until another router advertises
  36.219 a sends priority 200
  36.219 a puts 10.0.0.1 up
  36.219 a announces 10.0.0.1
  36.219 a Backup -> Master (10.0.0.12 resigned)
  36.219 b takes 10.0.0.1 off
  36.219 b Master -> Initialize (handed over to 10.0.0.11, priority 200)
  36.219 b ends
  37.219 a sends priority 200
  37.219 a announces 10.0.0.1
  38.219 a sends priority 200
  38.219 a announces 10.0.0.1
  39.219 a sends priority 200
  39.219 a announces 10.0.0.1
  40.219 a sends priority 200
  41.219 a sends priority 200
  42.219 a sends priority 200
  43.219 a sends priority 200
  44.219 a sends priority 200
