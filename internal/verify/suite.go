package verify

import (
	"context"
	"net/http"

	"github.com/scaffolio/scaffolio/internal/conformance"
)

// runSuite runs the conformance suite.
func runSuite(ctx context.Context, target conformance.Target, _ conformance.Reporter) (conformance.Report, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, target.BaseURL+"/livez", nil)
	if err != nil {
		return conformance.Report{}, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return conformance.Report{}, &EnvironmentError{Message: "nobody answers at " + target.BaseURL, Err: err}
	}
	return conformance.Report{}, res.Body.Close()
}
