package bot

import "testing"

func TestMissingPacketsAreCountedUntilTheyCome(t *testing.T) {
	for name, row := range map[string]struct {
		numbers []uint16
		want    int
	}{
		"none":                      {nil, 0},
		"the first, wherever it is": {[]uint16{40_000}, 0},
		"one after the other":       {[]uint16{1, 2, 3}, 0},
		"across the wrap":           {[]uint16{65_534, 65_535, 0, 1}, 0},
		"a gap":                     {[]uint16{1, 5}, 3},
		"a gap across the wrap":     {[]uint16{65_535, 2}, 2},
		"one that comes late":       {[]uint16{1, 4, 2}, 1},
		"one that comes twice":      {[]uint16{1, 2, 2, 1}, 0},
		"a late one that repeats":   {[]uint16{1, 3, 2, 2}, 0},
		"older than the first":      {[]uint16{7, 6}, 0},
		"a great gap":               {[]uint16{0, 30_000}, 29_999},
	} {
		t.Run(name, func(t *testing.T) {
			var n Numbers
			missing := 0
			for _, number := range row.numbers {
				missing += n.Take(number)
			}
			if missing != row.want {
				t.Errorf("%d are missing, want %d", missing, row.want)
			}
		})
	}
}
