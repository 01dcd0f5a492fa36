package e2e

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
	"go.yaml.in/yaml/v4"

	"alcove/signaling/protocol"
)

// served is what a running server's /metrics holds.
type served struct {
	kinds  map[string]string                     // of each metric: counter, gauge, summary
	labels map[string]map[string]map[string]bool // the values of each label of each metric
	manual string                                // docs/operations.md, which names the values that are not there yet
}

var (
	kindLine   = regexp.MustCompile(`(?m)^# TYPE (\S+) (\S+)$`)
	sampleLine = regexp.MustCompile(`(?m)^([a-z_]+)(?:\{(.*)\})? \S+$`)
	labelPair  = regexp.MustCompile(`([a-z_]+)="([^"]*)"`)
)

// scraped are the labels that Prometheus adds.
var scraped = []string{"job", "instance"}

func readServed(metrics, manual string) served {
	s := served{kinds: map[string]string{}, labels: map[string]map[string]map[string]bool{}, manual: manual}
	for _, m := range kindLine.FindAllStringSubmatch(metrics, -1) {
		s.kinds[m[1]] = m[2]
	}
	for _, m := range sampleLine.FindAllStringSubmatch(metrics, -1) {
		if s.labels[m[1]] == nil {
			s.labels[m[1]] = map[string]map[string]bool{}
		}
		for _, pair := range labelPair.FindAllStringSubmatch(m[2], -1) {
			if s.labels[m[1]][pair[1]] == nil {
				s.labels[m[1]][pair[1]] = map[string]bool{}
			}
			s.labels[m[1]][pair[1]][pair[2]] = true
		}
	}
	return s
}

// has says whether a metric has a label.
func (s served) has(metric, label string) bool {
	return slices.Contains(scraped, label) || s.labels[metric][label] != nil
}

// faults lists what is wrong with an expression, and adds the metrics that it looks at to used.
func (s served) faults(expr string, used map[string]bool) []string {
	plain := strings.ReplaceAll(expr, "$__rate_interval", "5m")
	tree, err := parser.ParseExpr(plain)
	if err != nil {
		return []string{fmt.Sprintf("%s: %v", expr, err)}
	}
	var faults []string
	parser.Inspect(tree, func(n parser.Node, above []parser.Node) error {
		switch n := n.(type) {
		case *parser.VectorSelector:
			used[n.Name] = true
			faults = append(faults, s.selectorFaults(n, above)...)
		case *parser.AggregateExpr:
			for _, label := range n.Grouping {
				for metric := range metricsIn(n.Expr) {
					if metric != "up" && !s.has(metric, label) {
						faults = append(faults, metric+" has no label "+label)
					}
				}
			}
		}
		return nil
	})
	return faults
}

// selectorFaults is about one metric of an expression, and what stands around it.
func (s served) selectorFaults(n *parser.VectorSelector, above []parser.Node) []string {
	if n.Name == "up" { // Prometheus makes it
		return nil
	}
	kind, known := s.kinds[n.Name]
	if !known || s.labels[n.Name] == nil {
		return []string{"there is no metric " + n.Name}
	}
	var faults []string
	if rated := slices.ContainsFunc(above, isRate); rated != (kind == "counter") {
		faults = append(faults, fmt.Sprintf("%s is a %s; its rate is asked for: %t", n.Name, kind, rated))
	}
	for _, m := range n.LabelMatchers {
		switch values := s.labels[n.Name][m.Name]; {
		case m.Name == labels.MetricName || slices.Contains(scraped, m.Name):
		case values == nil:
			faults = append(faults, n.Name+" has no label "+m.Name)
		case !values[m.Value] && !strings.Contains(s.manual, "`"+m.Value+"`"):
			faults = append(faults, fmt.Sprintf("%s never has %s=%q", n.Name, m.Name, m.Value))
		}
	}
	return faults
}

func isRate(n parser.Node) bool {
	call, ok := n.(*parser.Call)
	return ok && (call.Func.Name == "rate" || call.Func.Name == "increase")
}

func metricsIn(e parser.Expr) map[string]bool {
	found := map[string]bool{}
	parser.Inspect(e, func(n parser.Node, _ []parser.Node) error {
		if v, ok := n.(*parser.VectorSelector); ok {
			found[v.Name] = true
		}
		return nil
	})
	return found
}

// dashboard is what matters here of Grafana's own format.
type dashboard struct {
	Templating struct{ List []variable }
	Panels     []panel
}

type variable struct {
	Name, Type, Definition string
}

type panel struct {
	ID         int
	Type       string
	Title      string
	Datasource struct{ UID string }
	GridPos    struct{ H, W, X, Y int }
	Targets    []struct{ Expr, LegendFormat, RefID string }
}

var (
	legendLabel = regexp.MustCompile(`\{\{ *(?:\$labels\.)?([a-z_]+) *\}\}`)
	labelValues = regexp.MustCompile(`^label_values\((.+), ([a-z_]+)\)$`)
)

// dashboardFaults lists what would not show anything, or not where it belongs.
func (s served) dashboardFaults(d dashboard, used map[string]bool) []string {
	var faults []string
	for _, v := range d.Templating.List {
		if v.Type != "query" {
			continue
		}
		m := labelValues.FindStringSubmatch(v.Definition)
		if m == nil || !slices.Contains(scraped, m[2]) {
			faults = append(faults, "the variable "+v.Name+" has no values")
			continue
		}
		faults = append(faults, s.faults(m[1], used)...)
	}
	ids, taken := map[int]bool{}, map[[2]int]string{}
	for _, p := range d.Panels {
		if ids[p.ID] {
			faults = append(faults, p.Title+": another panel has its id")
		}
		ids[p.ID] = true
		faults = append(faults, place(p, taken)...)
		if p.Type == "row" {
			continue
		}
		if p.Datasource.UID != "${datasource}" || len(p.Targets) == 0 {
			faults = append(faults, p.Title+": nothing is asked of the chosen data source")
		}
		for _, target := range p.Targets {
			faults = append(faults, s.faults(target.Expr, used)...)
			faults = append(faults, s.wordFaults(target.Expr, target.LegendFormat)...)
		}
	}
	return faults
}

// place finds panels that lie on each other or beside the page, which is 24 wide.
func place(p panel, taken map[[2]int]string) []string {
	g := p.GridPos
	if g.W < 1 || g.H < 1 || g.X < 0 || g.X+g.W > 24 {
		return []string{p.Title + ": is not on the page"}
	}
	for x := range g.W {
		for y := range g.H {
			at := [2]int{g.X + x, g.Y + y}
			if other := taken[at]; other != "" {
				return []string{p.Title + " lies on " + other}
			}
			taken[at] = p.Title
		}
	}
	return nil
}

// wordFaults finds blanks of a text that no label fills: one that doesn't come out of the expression.
func (s served) wordFaults(expr, text string) []string {
	var faults []string
	for _, m := range legendLabel.FindAllStringSubmatch(text, -1) {
		tree, err := parser.ParseExpr(strings.ReplaceAll(expr, "$__rate_interval", "5m"))
		if err != nil {
			return nil // told already
		}
		kept := false
		parser.Inspect(tree, func(n parser.Node, _ []parser.Node) error {
			if a, ok := n.(*parser.AggregateExpr); ok {
				kept = kept || slices.Contains(a.Grouping, m[1])
			}
			return nil
		})
		if !kept && strings.Contains(expr, "sum") || !kept && !slices.Contains(scraped, m[1]) {
			faults = append(faults, fmt.Sprintf("%s: %s is not among its labels", expr, m[1]))
		}
	}
	return faults
}

// rules is a Prometheus rule file.
type rules struct {
	Groups []struct {
		Rules []struct {
			Alert, Expr string
			Labels      map[string]string
			Annotations map[string]string
		}
	}
}

func TestTheDashboardAndTheAlertsAskForWhatARunningServerExports(t *testing.T) {
	t.Parallel()
	s := start(t)
	dana, circle := s.circle("Ana")
	s.audible(dana, "Dana", tone(1))
	s.do(circle[0], protocol.HandRaise{})
	if err := circle[0].Leave(s.ctx); err != nil {
		t.Fatal(err)
	}
	s.wearOut()
	server := readServed(s.show("/metrics"), read(t, "../docs/operations.md"))

	used := map[string]bool{}
	var board dashboard
	if err := json.Unmarshal([]byte(read(t, "../deploy/grafana/alcove.json")), &board); err != nil {
		t.Fatal(err)
	}
	for _, fault := range server.dashboardFaults(board, used) {
		t.Error(fault)
	}
	for _, metric := range slices.Sorted(maps.Keys(server.kinds)) {
		if strings.HasPrefix(metric, "alcove_") && !used[metric] {
			t.Errorf("%s is not on the dashboard", metric)
		}
	}
	if len(board.Panels) < 20 || len(used) < 20 {
		t.Errorf("the dashboard has %d panels on %d metrics", len(board.Panels), len(used))
	}

	var alerts rules
	if err := yaml.Unmarshal([]byte(read(t, "../deploy/prometheus/alerts.yml")), &alerts); err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, group := range alerts.Groups {
		for _, rule := range group.Rules {
			count++
			for _, fault := range append(server.faults(rule.Expr, used), server.wordFaults(rule.Expr, rule.Annotations["summary"])...) {
				t.Errorf("%s: %s", rule.Alert, fault)
			}
			if !strings.Contains(server.manual, "| `"+rule.Alert+"` |") {
				t.Errorf("docs/operations.md doesn't say what to do about %s", rule.Alert)
			}
			if severity := rule.Labels["severity"]; severity != "page" && severity != "ticket" {
				t.Errorf("%s: severity %q", rule.Alert, severity)
			}
		}
	}
	if count == 0 {
		t.Error("there are no alerts")
	}
}

// wearOut shows links that open nothing until the server has had enough of it.
func (s *server) wearOut() {
	s.t.Helper()
	for range 1000 {
		req, err := http.NewRequestWithContext(s.ctx, http.MethodPost, s.page+"/api/exchange", strings.NewReader(`{"link":"x"}`))
		if err != nil {
			s.t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			s.t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode == http.StatusTooManyRequests {
			return
		}
	}
	s.t.Fatal("a thousand attempts were none too many")
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAnExpressionThatShowsNothingIsFound(t *testing.T) {
	t.Parallel()
	server := readServed("# TYPE rooms gauge\nrooms{mode=\"serving\"} 1\n# TYPE sent_total counter\nsent_total{why=\"late\"} 7\n",
		"| `fault` |")
	cases := map[string]struct {
		expr, legend string
		found        bool
	}{
		"all is well":                 {`sum by (mode) (rooms{job=~"$job",mode!="serving"})`, "{{mode}}", false},
		"a rate":                      {`sum by (why) (rate(sent_total[$__rate_interval]))`, "{{why}} {{why}}", false},
		"a value that the manual has": {`rate(sent_total{why="fault"}[5m])`, "", false},
		"what Prometheus knows":       {`up{job="alcove"} == 0`, "{{ $labels.instance }}", false},
		"a metric that isn't there":   {`sum(roms)`, "", true},
		"a label that isn't there":    {`sum(rooms{place="x"})`, "", true},
		"a value that never comes":    {`sum(rooms{mode="severing"})`, "", true},
		"a group that isn't there":    {`sum by (place) (rooms)`, "", true},
		"a counter as it is":          {`sum(sent_total)`, "", true},
		"the rate of a gauge":         {`rate(rooms[5m])`, "", true},
		"a rate without a range":      {`rate(sent_total)`, "", true},
		"no expression":               {`sum(rooms`, "", true},
		"a legend of what is gone":    {`sum(rooms)`, "{{mode}}", true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			faults := append(server.faults(c.expr, map[string]bool{}), server.wordFaults(c.expr, c.legend)...)
			if (len(faults) > 0) != c.found {
				t.Errorf("%s: %q", c.expr, faults)
			}
		})
	}
	var crowded dashboard
	text := `{"panels":[{"id":1,"type":"row","title":"a","gridPos":{"h":1,"w":24,"x":0,"y":0}},
		{"id":1,"type":"stat","title":"b","gridPos":{"h":1,"w":4,"x":22,"y":0}},
		{"id":2,"type":"stat","title":"c","gridPos":{"h":1,"w":4,"x":2,"y":0}}]}`
	if err := json.Unmarshal([]byte(text), &crowded); err != nil {
		t.Fatal(err)
	}
	if faults := server.dashboardFaults(crowded, map[string]bool{}); len(faults) != 5 {
		t.Errorf("found %q", faults)
	}
}
