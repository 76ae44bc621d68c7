# The Master's machine fails.  The best Backup takes over when its
# Master_Down_Timer fires, 3 s and its skew after the last advertisement (RFC
# 2338 6.4.2): c has not waited long enough by then, and never becomes Master.
router a 10.0.0.11 priority 200
router b 10.0.0.12 priority 150
router c 10.0.0.13 priority 100
at 6 crash a
calm 6
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
   6.000 crash a
   8.633 b sends priority 150
   8.633 b puts 10.0.0.1 up
   8.633 b announces 10.0.0.1
   8.633 b Backup -> Master (no advertisement from 10.0.0.11 for 3.414 s)
   9.633 b sends priority 150
   9.633 b announces 10.0.0.1
  10.633 b sends priority 150
  10.633 b announces 10.0.0.1
  11.633 b sends priority 150
  11.633 b announces 10.0.0.1
  12.633 b sends priority 150
