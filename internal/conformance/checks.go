package conformance

import "slices"

// allChecks lists the suite in the order in which it runs. What needs to be alone comes late, and what looks back
// at everything that was answered comes last.
func allChecks() []check {
	return slices.Concat(
		messageChecks(), refusalChecks(), bodyChecks(), pathChecks(), orderChecks(),
		operationChecks(), documentChecks(), metricsChecks(), crossOriginChecks(), limitChecks(),
		configChecks(), logChecks(), processChecks(),
		registrationChecks(), loginChecks(), sessionChecks(), crossSiteChecks(), selfChecks(), tokenChecks(),
		accessChecks(), adminChecks(), dashboardChecks(),
		listChecks(), sortChecks(), filterChecks(), walkChecks(),
		itemChecks(), replaceChecks(), familyChecks(), uniqueChecks(),
		valueChecks(), textChecks(), numberChecks(), timeChecks(), formatChecks(),
		pageChecks(), demoChecks(),
		aloneChecks(), observedChecks(),
	)
}

// Names lists the names of all checks, in the order in which they run.
func Names() []string {
	var names []string
	for _, c := range allChecks() {
		names = append(names, c.name)
	}
	return names
}
