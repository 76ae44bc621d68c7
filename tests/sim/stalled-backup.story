# A Backup gets no CPU for 6 s, and its timer is long over then.  But the
# Master's advertisements wait in its queue: it must not depose it.
router a 10.0.0.11 priority 100 no-preempt
router b 10.0.0.12 priority 200 no-preempt start 4
at 8.5 stall b for 6
calm 14.5
end 18
---
   0.000 a starts
   0.000 a Initialize -> Backup (the interface is up, primary address 10.0.0.11)
   3.609 a sends priority 100
   3.609 a puts 10.0.0.1 up
   3.609 a announces 10.0.0.1
   3.609 a Backup -> Master (no advertisement to obey for 3.609 s)
   4.000 b starts
   4.000 b Initialize -> Backup (the interface is up, primary address 10.0.0.12)
   4.609 a sends priority 100
   4.609 a announces 10.0.0.1
   5.609 a sends priority 100
   5.609 a announces 10.0.0.1
   6.609 a sends priority 100
   6.609 a announces 10.0.0.1
   7.609 a sends priority 100
   8.500 stall b
   8.609 a sends priority 100
   9.609 a sends priority 100
  10.609 a sends priority 100
  11.609 a sends priority 100
  12.609 a sends priority 100
  13.609 a sends priority 100
  14.500 stall b ends
  14.609 a sends priority 100
  15.609 a sends priority 100
  16.609 a sends priority 100
  17.609 a sends priority 100
  18.609 a sends priority 100
