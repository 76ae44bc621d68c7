# Authentication Header.  a's clock is unset and its state file gone when it
# starts again: as Backup it takes over the numbers that it hears.
auth ah
router a 10.0.0.11 priority 200 clock-unset
router b 10.0.0.12 priority 100
at 6.5 crash a for 4 forget
calm 10.5
end 17
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
   6.219 a sends priority 200, number 4
   6.219 a announces 10.0.0.1
   6.500 crash a
   9.828 b sends priority 100, number 1790000001
   9.828 b puts 10.0.0.1 up
   9.828 b announces 10.0.0.1
   9.828 b Backup -> Master (no advertisement from 10.0.0.11 for 3.609 s)
  10.500 crash a ends
  10.500 a starts
  10.500 a Initialize -> Backup (the interface is up, primary address 10.0.0.11)
  10.828 b sends priority 100, number 1790000002
  10.828 b announces 10.0.0.1
  11.828 b sends priority 100, number 1790000003
  11.828 b announces 10.0.0.1
  12.828 b sends priority 100, number 1790000004
  12.828 b announces 10.0.0.1
  13.719 a sends priority 200, number 1790000005
  13.719 a puts 10.0.0.1 up
  13.719 a announces 10.0.0.1
  13.719 a Backup -> Master (no advertisement to obey for 3.219 s)
  13.719 b takes 10.0.0.1 off
  13.719 b sends priority 100, number 1790000006
  13.719 b Master -> Backup (10.0.0.11 advertises priority 200)
  13.719 a sends priority 200, number 1790000007
  13.719 a announces 10.0.0.1
  14.719 a sends priority 200, number 1790000008
  14.719 a announces 10.0.0.1
  15.719 a sends priority 200, number 1790000009
  15.719 a announces 10.0.0.1
  16.719 a sends priority 200, number 1790000010
  16.719 a announces 10.0.0.1
