package sfu

import (
	"cmp"
	"slices"
)

// Who goes on being seen when a line can't carry all pictures, the last one first. A shared screen is what the group
// looks at together; staff are who clients hold on to.
const (
	claimNone = iota
	claimSpeaker
	claimStaff
	claimScreen
)

// picture is one picture that a browser wants, with all that matters to how far it is let up. Rates are in bits per
// second, by rank; those that nothing is known of are zero.
type picture struct {
	claim int
	seen  bool // goes to the browser now
	seat  int
	most  int // the greatest rank that is of use
	rates [maxLayers]int
}

// allVoices, in the place of a picture, is the step from a few voices to all. It comes before any picture.
const allVoices = -1

// step lets a picture, by its place in the list, up to a rank, for so many bits per second more.
type step struct{ picture, rank, cost int }

// ladder lists the steps from no picture at all to every picture as large as it is shown. They are climbed in this
// order and come down in the opposite one: everybody is seen small before anybody is seen large, and nobody is left
// out for the sake of somebody who comes after them. Among equals those stay who are seen already.
func ladder(pictures []picture) []step {
	order := make([]int, len(pictures))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := pictures[i], pictures[j]
		return cmp.Or(cmp.Compare(b.claim, a.claim), compareBool(b.seen, a.seen), cmp.Compare(a.seat, b.seat))
	})
	var steps []step
	for rank := range maxLayers {
		for _, i := range order {
			p := pictures[i]
			if rank > p.most {
				continue
			}
			cost := p.rates[rank]
			if rank > 0 {
				cost = max(cost-slices.Max(p.rates[:rank]), 0)
			}
			steps = append(steps, step{picture: i, rank: rank, cost: cost})
		}
	}
	return steps
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// affordable returns how many steps from the bottom fit into so many bits per second.
func affordable(steps []step, budget int) int {
	for i, s := range steps {
		if budget -= s.cost; budget < 0 {
			return i
		}
	}
	return len(steps)
}

// costOf returns what so many steps take, in bits per second.
func costOf(steps []step, level int) int {
	sum := 0
	for _, s := range steps[:level] {
		sum += s.cost
	}
	return sum
}

// ranksAt returns the rank that each of so many pictures is let up to by the steps climbed; -1 is none.
func ranksAt(steps []step, pictures int) []int {
	ranks := slices.Repeat([]int{-1}, pictures)
	for _, s := range steps {
		if s.picture != allVoices {
			ranks[s.picture] = s.rank
		}
	}
	return ranks
}

// sameSteps says whether two ladders are about the same pictures, whatever the steps cost.
func sameSteps(a, b []step) bool {
	return slices.EqualFunc(a, b, func(s, t step) bool { return s.picture == t.picture && s.rank == t.rank })
}
