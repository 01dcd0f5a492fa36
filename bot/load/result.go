package load

import (
	"fmt"
	"io"
	"math"
	"slices"
	"text/tabwriter"
	"time"
)

// Result is what was measured. Rates are per second, times in milliseconds unless they say otherwise.
type Result struct {
	Participants int     `json:"participants"`  // asked for
	Joined       int     `json:"joined"`        // whose peer connection was made
	PublishedPPS float64 `json:"published_pps"` // RTP packets that all participants sent
	ForwardedPPS float64 `json:"forwarded_pps"` // RTP packets that all participants received
	Loss         float64 `json:"loss"`          // of the packets that were to be received, from 0 to 1
	// LatencyMS is from the making of a packet to its arrival at the receiver's socket, both by this machine's clock, over
	// a sample.
	LatencyMS Latency `json:"latency_ms"`
	// JoinMS is from the word that a client is in the circle to the first packet of somebody else.
	JoinMS    Join      `json:"join_ms"`
	Server    Server    `json:"server"`
	Generator Generator `json:"generator"`
}

// Latency is spread over a sample of packets.
type Latency struct {
	P50 float64 `json:"p50"`
	P95 float64 `json:"p95"`
	P99 float64 `json:"p99"`
	Max float64 `json:"max"`
}

// Join is spread over all clients that joined.
type Join struct {
	P50 float64 `json:"p50"`
	P99 float64 `json:"p99"`
}

// Server is what the load cost the server's process.
type Server struct {
	// CPUPerPacket is its CPU time, of user and system, for each packet that a participant received.
	CPUPerPacket float64 `json:"cpu_us_per_packet"`
	// MemoryPerParticipant is by how much its resident memory has grown since before the first of them came.
	MemoryPerParticipant float64 `json:"rss_mib_per_participant"`
}

// Generator is what the load cost the process that made it.
type Generator struct {
	// CPUPerPacket is its CPU time for each packet that a participant sent or received.
	CPUPerPacket float64 `json:"cpu_us_per_packet"`
}

// window is what was seen between two moments.
type window struct {
	before     Usage // when nobody had come
	begin, end Usage
	lasted     time.Duration
	own        time.Duration // CPU time of this process
	counts     counts
	delays     []time.Duration
}

// result works the figures out. Participants is left to the caller.
func (w *window) result(people []*participant) *Result {
	var joins []time.Duration
	joined := 0
	for _, p := range people {
		if p.joined {
			joined++
		}
		if p.took > 0 {
			joins = append(joins, p.took)
		}
	}
	slices.Sort(w.delays)
	slices.Sort(joins)
	received, missing := float64(w.counts.received), float64(max(w.counts.missing, 0))
	published := float64(w.counts.published)
	grown := max(float64(w.end.Memory)-float64(w.before.Memory), 0)
	return &Result{
		Joined:       joined,
		PublishedPPS: round(ratio(published, w.lasted.Seconds()), 1),
		ForwardedPPS: round(ratio(received, w.lasted.Seconds()), 1),
		Loss:         round(ratio(missing, received+missing), 6),
		LatencyMS: Latency{
			P50: millis(percentile(w.delays, 50)), P95: millis(percentile(w.delays, 95)),
			P99: millis(percentile(w.delays, 99)), Max: millis(percentile(w.delays, 100)),
		},
		JoinMS: Join{P50: millis(percentile(joins, 50)), P99: millis(percentile(joins, 99))},
		Server: Server{
			CPUPerPacket:         round(ratio(micros(w.end.CPU-w.begin.CPU), received), 2),
			MemoryPerParticipant: round(ratio(grown/(1<<20), float64(joined)), 2),
		},
		Generator: Generator{CPUPerPacket: round(ratio(micros(w.own), published+received), 2)},
	}
}

// percentile returns the smallest value that at least p percent of a sorted list don't exceed, or 0 of an empty list.
func percentile(sorted []time.Duration, p float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	rank := int(math.Ceil(p / 100 * float64(len(sorted))))
	return sorted[min(max(rank, 1), len(sorted))-1]
}

// ratio is a/b, or 0 where there is nothing to divide by, as JSON has no infinity.
func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// round rounds to so many digits after the point.
func round(x float64, digits int) float64 {
	shift := math.Pow10(digits)
	return math.Round(x*shift) / shift
}

func millis(d time.Duration) float64 { return round(float64(d)/float64(time.Millisecond), 3) }
func micros(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

// Print writes the result for people to read.
func (r *Result) Print(out io.Writer) error {
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	for _, row := range []struct{ what, is string }{
		{"joined", fmt.Sprintf("%d of %d", r.Joined, r.Participants)},
		{"published", fmt.Sprintf("%.0f packets/s", r.PublishedPPS)},
		{"forwarded", fmt.Sprintf("%.0f packets/s", r.ForwardedPPS)},
		{"lost", fmt.Sprintf("%.3f %%", r.Loss*100)},
		{"latency", fmt.Sprintf("%.2f ms (half), %.2f (95 %%), %.2f (99 %%), %.2f (worst)",
			r.LatencyMS.P50, r.LatencyMS.P95, r.LatencyMS.P99, r.LatencyMS.Max)},
		{"joining", fmt.Sprintf("%.0f ms (half), %.0f (99 %%)", r.JoinMS.P50, r.JoinMS.P99)},
		{"server", fmt.Sprintf("%.2f µs of CPU for each packet forwarded, %.2f MiB for each participant",
			r.Server.CPUPerPacket, r.Server.MemoryPerParticipant)},
		{"generator", fmt.Sprintf("%.2f µs of CPU for each packet sent or received", r.Generator.CPUPerPacket)},
	} {
		if _, err := fmt.Fprintf(table, "%s\t%s\n", row.what, row.is); err != nil {
			return err
		}
	}
	return table.Flush()
}
