# The Master's process gets no CPU for 6 s.  b takes over.  Then a reads its
# queue, and only then looks at its own timer (decisions 1 and 2): it is Master
# again with the next advertisement, announces, and b lets go.
router a 10.0.0.11 priority 200
router b 10.0.0.12 priority 100
at 5.5 stall a for 6
calm 11.5
end 17
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
   5.500 stall a
   8.828 b sends priority 100
   8.828 b puts 10.0.0.1 up
   8.828 b announces 10.0.0.1
   8.828 b Backup -> Master (no advertisement from 10.0.0.11 for 3.609 s)
   9.828 b sends priority 100
   9.828 b announces 10.0.0.1
  10.828 b sends priority 100
  10.828 b announces 10.0.0.1
  11.500 stall a ends
  11.500 a sends priority 200
  11.500 a announces 10.0.0.1
  11.500 a 10.0.0.12 advertises as a second master of lower precedence (priority 100): answered
  11.500 b takes 10.0.0.1 off
  11.500 b sends priority 100
  11.500 b Master -> Backup (10.0.0.11 advertises priority 200)
  12.500 a sends priority 200
  12.500 a announces 10.0.0.1
  12.500 a 10.0.0.12 advertises as a second master of lower precedence (priority 100): answered
  13.500 a sends priority 200
  13.500 a announces 10.0.0.1
  14.500 a sends priority 200
  14.500 a announces 10.0.0.1
  15.500 a sends priority 200
  15.500 a announces 10.0.0.1
  16.500 a sends priority 200
