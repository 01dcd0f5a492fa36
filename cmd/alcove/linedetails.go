package main

import (
	"cmp"
	"math"
	"time"

	"alcove/sfu"
	"alcove/signaling/protocol"
)

// lineDetails puts how a line fares into the protocol's terms.
func lineDetails(l sfu.Line) protocol.LineDetails {
	small, medium, large, only := l.Receives[0], l.Receives[1], l.Receives[2], l.Receives[3]
	return protocol.LineDetails{
		State:    cmp.Or(protocol.LineState(l.State), protocol.LineNone),
		PoorUp:   l.PoorUp,
		PoorDown: l.PoorDown,
		RTTMS:    figure(float64(l.RoundTrip) / float64(time.Millisecond)),
		LossUp:   figure(l.LossUp),
		LossDown: figure(l.LossDown),
		Sends:    protocol.SentPicture{Size: l.Sends, Of: l.Layers},
		Receives: protocol.PicturesBySize{Small: small, Medium: medium, Large: large, Only: only},
		Path:     l.Protocol,
	}
}

// figure is a number with one decimal, or nil if it is not known, which is negative.
func figure(x float64) *float64 {
	if x < 0 {
		return nil
	}
	return new(math.Round(10*x) / 10)
}
