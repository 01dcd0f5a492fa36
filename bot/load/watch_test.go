package load

import "testing"

func TestEverybodyIsLargeForOneOtherPersonAtEveryTurn(t *testing.T) {
	seats := []int{1, 2, 4, 7}
	shown := map[[2]int]bool{}
	for turn := range 2 * (len(seats) - 1) {
		by := map[int]int{}
		for _, own := range seats {
			large := largeSeat(seats, own, turn)
			if large == own || large == 0 {
				t.Errorf("turn %d: seat %d shows %d large", turn, own, large)
			}
			by[large]++
			shown[[2]int{own, large}] = true
		}
		if len(by) != len(seats) {
			t.Errorf("turn %d: large are %v, want each of %v once", turn, by, seats)
		}
	}
	if want := len(seats) * (len(seats) - 1); len(shown) != want {
		t.Errorf("%d pairs in two rounds, want all %d", len(shown), want)
	}
}

func TestWhoIsAloneShowsNobodyLarge(t *testing.T) {
	for name, seats := range map[string][]int{"nobody is there": nil, "only they are": {3}, "they are not": {1, 2}} {
		t.Run(name, func(t *testing.T) {
			if got := largeSeat(seats, 3, 0); got != 0 {
				t.Errorf("seat %d is large", got)
			}
		})
	}
}
