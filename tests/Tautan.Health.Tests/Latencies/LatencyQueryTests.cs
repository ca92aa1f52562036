using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Tautan.Health.Latencies;

namespace Tautan.Health.Tests.Latencies;

public sealed class LatencyQueryTests
{
    private static LatencyQuery Read(string query, out Dictionary<string, string[]> errors) =>
        LatencyQuery.Read(new QueryCollection(QueryHelpers.ParseQuery(query)), out errors);

    [Theory]
    [InlineData("", 24, 1)]
    [InlineData("?range=7d", 168, 1)]
    [InlineData("?range=30d", 720, 24)]
    [InlineData("?range=400d", 9600, 24)]
    [InlineData("?range=30d&step=1h", 720, 1)]
    [InlineData("?range=1h", 1, 1)]
    [InlineData("?range=90d&step=7d", 2160, 168)]
    public void Range_and_step_are_hours_and_days(string query, int range, int step)
    {
        Read(query, out var errors).ShouldBe(new LatencyQuery(range, step));
        errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("?range=0h", "range")]
    [InlineData("?range=401d", "range")]
    [InlineData("?range=-1d", "range")]
    [InlineData("?range=d", "range")]
    [InlineData("?range=99999999999d", "range")]
    [InlineData("?range=1w", "range")]
    [InlineData("?range=٣d", "range")]
    [InlineData("?range=24h&step=0h", "step")]
    [InlineData("?range=24h&step=2d", "step")]
    [InlineData("?range=24h&step=5m", "step")]
    [InlineData("?range=90d&step=1h", "step")]
    [InlineData("?from=2026", "from")]
    public void Wrong_parameter_is_named(string query, string field)
    {
        Read(query, out var errors);
        errors.Keys.ShouldBe([field]);
    }
}
