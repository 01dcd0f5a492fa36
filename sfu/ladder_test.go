package sfu

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Of a camera with three layers, in kbit/s.
var camera = [maxLayers]int{150, 500, 1500}

func person(seat int) picture { return picture{seat: seat, most: 2, rates: camera} }

func TestPicturesAreGivenUpInTheOrderInWhichTheGroupCanSpareThem(t *testing.T) {
	staff, speaker, screen := person(9), person(8), picture{seat: 9, claim: claimScreen, rates: [maxLayers]int{800}}
	staff.claim, speaker.claim = claimStaff, claimSpeaker
	small := person(7)
	small.most = 0
	seen := person(6)
	seen.seen = true
	all := []picture{person(1), staff, small, screen, speaker, seen}
	const large, medium, none = 2, 1, -1
	cases := map[string]struct {
		budget int // kbit/s
		want   []int
	}{
		"everything": {1 << 20, []int{large, large, 0, 0, large, large}},
		"nobody is seen large before everybody is seen at all": {
			800 + 5*150, []int{0, 0, 0, 0, 0, 0},
		},
		"staff are seen larger first":              {800 + 5*150 + 350, []int{0, medium, 0, 0, 0, 0}},
		"then who speaks":                          {800 + 5*150 + 700, []int{0, medium, 0, 0, medium, 0}},
		"not enough for the next":                  {800 + 5*150 + 699, []int{0, medium, 0, 0, 0, 0}},
		"who is not seen yet waits":                {800 + 3*150, []int{none, 0, none, 0, 0, 0}},
		"the screen and staff are left":            {800 + 150, []int{none, 0, none, 0, none, none}},
		"the screen is the last":                   {949, []int{none, none, none, 0, none, none}},
		"not even the screen, and nobody else for": {799, []int{none, none, none, none, none, none}},
		"nothing at all":                           {0, []int{none, none, none, none, none, none}},
		"less than nothing":                        {-500, []int{none, none, none, none, none, none}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			steps := ladder(all)
			if got := ranksAt(steps[:affordable(steps, c.budget)], len(all)); !slices.Equal(got, c.want) {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}

func drawPictures(t *rapid.T) []picture {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) picture {
		p := picture{
			claim: rapid.IntRange(claimNone, claimScreen).Draw(t, "claim"), seen: rapid.Bool().Draw(t, "seen"),
			seat: rapid.IntRange(1, 16).Draw(t, "seat"), most: rapid.IntRange(0, maxLayers-1).Draw(t, "most"),
		}
		for i := range p.rates {
			p.rates[i] = rapid.IntRange(0, 3000).Draw(t, "rate")
		}
		return p
	}), 0, 16).Draw(t, "pictures")
}

func TestWithMoreToSpendNobodySeesLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pictures := drawPictures(t)
		steps := ladder(pictures)
		budget := rapid.IntRange(-1000, 40_000).Draw(t, "budget")
		more := budget + rapid.IntRange(0, 10_000).Draw(t, "more")
		few, many := affordable(steps, budget), affordable(steps, more)
		before, after := ranksAt(steps[:few], len(pictures)), ranksAt(steps[:many], len(pictures))
		spent := 0
		for i, p := range pictures {
			if after[i] < before[i] {
				t.Fatalf("picture %d falls from %d to %d", i, before[i], after[i])
			}
			if before[i] > p.most {
				t.Fatalf("picture %d is let up to %d, of %d", i, before[i], p.most)
			}
			if before[i] >= 0 {
				spent += p.rates[before[i]]
			}
		}
		if spent > max(budget, 0) {
			t.Fatalf("%d is spent of %d", spent, budget)
		}
		if budget < 0 && few > 0 {
			t.Fatal("there are pictures though sound has too little")
		}
	})
}

func TestNobodyIsLeftOutWhileSomebodyElseIsSeenLarge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pictures := drawPictures(t)
		steps := ladder(pictures)
		ranks := ranksAt(steps[:rapid.IntRange(0, len(steps)).Draw(t, "level")], len(pictures))
		for i := range pictures {
			for j := range pictures {
				if ranks[i] > 0 && ranks[j] < ranks[i]-1 && pictures[j].most > ranks[j] {
					t.Fatalf("picture %d is seen at %d and %d at %d", i, ranks[i], j, ranks[j])
				}
				if ranks[i] < 0 && ranks[j] >= 0 && pictures[i].claim > pictures[j].claim {
					t.Fatalf("picture %d has the greater claim and is left out", i)
				}
			}
		}
	})
}
