# The link fails 3 s after a has put the virtual MAC on, as some NICs' does:
# it waits 5 s for it (decision 9), and announces again.  The next loss comes
# later, so a lets go at once.
router a 10.0.0.11 priority 200
router b 10.0.0.12 priority 100
at 6 unplug a for 2
at 15 unplug a for 2
calm 17
end 22
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
   6.000 unplug a
   6.219 a sends priority 200
   6.219 a announces 10.0.0.1
   7.219 a sends priority 200
   8.000 unplug a ends
   8.000 a sends priority 200
   8.000 a announces 10.0.0.1
   9.000 a sends priority 200
   9.000 a announces 10.0.0.1
  10.000 a sends priority 200
  10.000 a announces 10.0.0.1
  11.000 a sends priority 200
  11.000 a announces 10.0.0.1
  12.000 a sends priority 200
  13.000 a sends priority 200
  14.000 a sends priority 200
  15.000 unplug a
  15.000 a takes 10.0.0.1 off
  15.000 a Master -> Initialize (the interface has no carrier)
  17.000 unplug a ends
  17.000 a Initialize -> Backup (the interface is up, primary address 10.0.0.11)
  17.609 b sends priority 100
  17.609 b puts 10.0.0.1 up
  17.609 b announces 10.0.0.1
  17.609 b Backup -> Master (no advertisement from 10.0.0.11 for 3.609 s)
  18.609 b sends priority 100
  18.609 b announces 10.0.0.1
  19.609 b sends priority 100
  19.609 b announces 10.0.0.1
  20.219 a sends priority 200
  20.219 a puts 10.0.0.1 up
  20.219 a announces 10.0.0.1
  20.219 a Backup -> Master (no advertisement to obey for 3.219 s)
  20.219 b takes 10.0.0.1 off
  20.219 b sends priority 100
  20.219 b Master -> Backup (10.0.0.11 advertises priority 200)
  20.219 a sends priority 200
  20.219 a announces 10.0.0.1
  21.219 a sends priority 200
  21.219 a announces 10.0.0.1
