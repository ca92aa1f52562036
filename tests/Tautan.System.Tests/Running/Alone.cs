namespace Tautan.SystemTests.Running;

/// <summary>Tests that measure this very process: what others do in it meanwhile would be measured too.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
