# The power fails, and all routers start at the same time: nobody is Master
# before the best has listened for its Master_Down_Interval.
router a 10.0.0.11 priority 200
router b 10.0.0.12 priority 150
router c 10.0.0.13 priority 100
at 5.5 crash a for 1
at 5.5 crash b for 1
at 5.5 crash c for 1
calm 6.5
end 13
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
   5.500 crash a
   5.500 crash b
   5.500 crash c
   6.500 crash a ends
   6.500 a starts
   6.500 crash b ends
   6.500 b starts
   6.500 crash c ends
   6.500 c starts
   6.500 a Initialize -> Backup (the interface is up, primary address 10.0.0.11)
   6.500 b Initialize -> Backup (the interface is up, primary address 10.0.0.12)
   6.500 c Initialize -> Backup (the interface is up, primary address 10.0.0.13)
   9.719 a sends priority 200
   9.719 a puts 10.0.0.1 up
   9.719 a announces 10.0.0.1
   9.719 a Backup -> Master (no advertisement to obey for 3.219 s)
  10.719 a sends priority 200
  10.719 a announces 10.0.0.1
  11.719 a sends priority 200
  11.719 a announces 10.0.0.1
  12.719 a sends priority 200
  12.719 a announces 10.0.0.1
