package load

import (
	"context"
	"time"

	"alcove/signaling/protocol"
)

const (
	// turnTime is how long somebody is shown large: as long as a person speaks in a lively group. Each change moves two
	// pictures of every participant to another layer.
	turnTime = 4 * time.Second

	largeHeight = 720 // in pixels: the picture of whoever speaks
	smallHeight = 180 // all the others
)

// watch lets everybody show pictures as a page does, one large and all others small, until ctx ends. Whom each of them
// shows large changes with every turn, and at any time everybody is large for somebody: so all layers are needed.
func watch(ctx context.Context, people []*participant) {
	for turn := 0; ; turn++ {
		for _, p := range people {
			_ = p.show(ctx, turn) // a line that is lost shows in the figures
		}
		if pause(ctx, turnTime) != nil {
			return
		}
	}
}

// show tells the server how large this participant shows everybody.
func (p *participant) show(ctx context.Context, turn int) error {
	view := p.bot.View()
	if view.Circle == nil {
		return nil
	}
	large := largeSeat(seatsOf(view.Circle), view.You.Seat, turn)
	return p.bot.Want(ctx, func(s protocol.Slot) int {
		if s.Seat == large {
			return largeHeight
		}
		return smallHeight
	})
}

func seatsOf(c *protocol.Circle) []int {
	seats := make([]int, 0, len(c.Seats))
	for _, s := range c.Seats {
		seats = append(seats, s.Seat)
	}
	return seats
}

// largeSeat returns whom the person on seat own shows large at a turn: another one each time, never themselves, and no
// two people the same one. It returns 0 for whoever is alone.
func largeSeat(seats []int, own, turn int) int {
	n := len(seats)
	if n < 2 {
		return 0
	}
	for i, seat := range seats {
		if seat == own {
			return seats[(i+1+turn%(n-1))%n]
		}
	}
	return 0
}
