# The owner of the address is Master from its start on, and no other priority
# deposes it; while it is away another stands in.
router a 10.0.0.1 priority 255 owner start 5
router b 10.0.0.12 priority 254
at 8.5 forge b 255 for 0.2
at 10 crash a for 5
calm 15
end 18
---
   0.000 b starts
   0.000 b Initialize -> Backup (the interface is up, primary address 10.0.0.12)
   3.008 b sends priority 254
   3.008 b puts 10.0.0.1 up
   3.008 b announces 10.0.0.1
   3.008 b Backup -> Master (no advertisement to obey for 3.008 s)
   4.008 b sends priority 254
   4.008 b announces 10.0.0.1
   5.000 a starts
   5.000 a sends priority 255
   5.000 a puts 10.0.0.1 up
   5.000 a announces 10.0.0.1
   5.000 a Initialize -> Master (owner of the addresses)
   5.000 b takes 10.0.0.1 off
   5.000 b sends priority 254
   5.000 b Master -> Backup (10.0.0.1 advertises priority 255)
   5.000 a sends priority 255
   5.000 a announces 10.0.0.1
   6.000 a sends priority 255
   6.000 a announces 10.0.0.1
   7.000 a sends priority 255
   7.000 a announces 10.0.0.1
   8.000 a sends priority 255
   8.000 a announces 10.0.0.1
   8.500 an attacker sends
   8.500 a 10.0.0.12 claims to own the addresses too (priority 255): only one router may
   9.000 a sends priority 255
  10.000 crash a
  12.008 b sends priority 254
  12.008 b puts 10.0.0.1 up
  12.008 b announces 10.0.0.1
  12.008 b Backup -> Master (no advertisement from 10.0.0.1 for 3.008 s)
  13.008 b sends priority 254
  13.008 b announces 10.0.0.1
  14.008 b sends priority 254
  14.008 b announces 10.0.0.1
  15.000 crash a ends
  15.000 a starts
  15.000 a sends priority 255
  15.000 a puts 10.0.0.1 up
  15.000 a announces 10.0.0.1
  15.000 a Initialize -> Master (owner of the addresses)
  15.000 b takes 10.0.0.1 off
  15.000 b sends priority 254
  15.000 b Master -> Backup (10.0.0.1 advertises priority 255)
  15.000 a sends priority 255
  15.000 a announces 10.0.0.1
  16.000 a sends priority 255
  16.000 a announces 10.0.0.1
  17.000 a sends priority 255
  17.000 a announces 10.0.0.1
  18.000 a sends priority 255
  18.000 a announces 10.0.0.1
  19.000 a sends priority 255
