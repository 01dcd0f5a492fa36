package bot

// Numbers follows the sequence numbers of one track (RFC 3550, section 5.1), which wrap at 16 bits. The zero value has
// seen none.
type Numbers struct {
	begun  bool
	newest uint16
	absent map[uint16]bool // skipped and not yet come; the last absentMost of them at most
}

// absentMost bounds what is remembered: whatever is absent for longer stays so.
const absentMost = 1 << 10

// Take returns by how much the count of packets that are missing changes with this one: it rises with a gap, and falls
// when one comes late.
func (n *Numbers) Take(number uint16) int {
	step := int16(number - n.newest)
	switch {
	case !n.begun:
		n.begun, n.newest, n.absent = true, number, map[uint16]bool{}
		return 0
	case step <= 0:
		if n.absent[number] {
			delete(n.absent, number)
			return -1
		}
		return 0 // seen before
	}
	for skipped := n.newest + 1; skipped != number; skipped++ {
		if len(n.absent) == absentMost {
			clear(n.absent)
		}
		n.absent[skipped] = true
	}
	n.newest = number
	return int(step) - 1
}
