using Tautan.Health.Latencies;

namespace Tautan.Health.Tests.Latencies;

public sealed class LatencyHistogramTests
{
    private static LatencyHistogram Of(params IEnumerable<double> milliseconds)
    {
        var histogram = new LatencyHistogram();
        foreach (var value in milliseconds) histogram.Add(LatencyBuckets.Of(value));
        return histogram;
    }

    [Fact]
    public void Middle_of_a_bucket_is_near_to_all_that_is_counted_in_it()
    {
        for (var milliseconds = 0.02; milliseconds < 3_600_000; milliseconds *= 1.013)
        {
            var bucket = LatencyBuckets.Of(milliseconds);
            LatencyBuckets.Middle(bucket).ShouldBe(milliseconds, (milliseconds / 32) + 0.001);
            bucket.ShouldBeInRange(0, LatencyBuckets.Last);
        }
    }

    [Fact]
    public void Greater_latency_is_never_in_a_smaller_bucket()
    {
        var last = 0;
        for (var milliseconds = 0.0; milliseconds < 10_000; milliseconds = (milliseconds * 1.001) + 0.0005)
        {
            LatencyBuckets.Of(milliseconds).ShouldBeGreaterThanOrEqualTo(last);
            last = LatencyBuckets.Of(milliseconds);
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_no_latency_counts_as_zero(double milliseconds) => LatencyBuckets.Of(milliseconds).ShouldBe(0);

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    public void What_is_longer_than_an_hour_counts_as_one(double milliseconds) => LatencyBuckets.Of(milliseconds).ShouldBe(LatencyBuckets.Last);

    [Fact]
    public void Quantiles_are_by_nearest_rank()
    {
        var histogram = Of(Enumerable.Range(1, 100).Select(number => number * 10.0));
        histogram.Quantile(0.5)!.Value.ShouldBe(500, 500 / 32.0);
        histogram.Quantile(0.95)!.Value.ShouldBe(950, 950 / 32.0);
        histogram.Quantile(0.99)!.Value.ShouldBe(990, 990 / 32.0);
        histogram.Quantile(1)!.Value.ShouldBe(1000, 1000 / 32.0);
        Of(7.0).Quantile(0.01)!.Value.ShouldBe(7, 7 / 32.0);
        Of().Quantile(0.5).ShouldBeNull();
    }

    [Fact]
    public void Sum_of_histograms_is_the_histogram_of_all()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 1000).Select(_ => random.NextDouble() * 2000).ToList();
        var sum = Of(values.Take(300));
        sum.Add(Of(values.Skip(300)));
        sum.Counts.ShouldBe(Of(values).Counts);
        sum.Count.ShouldBe(1000);
    }

    [Fact]
    public void Histograms_and_days_survive_being_bytes()
    {
        var random = new Random(2);
        var day = new DayOfHours();
        for (var i = 0; i < 3000; i++) day.Open(random.Next(3, 20)).Add(random.Next(0, LatencyBuckets.Last + 1), random.Next(1, 100_000));
        var read = DayOfHours.Read(day.Write());
        for (var hour = 0; hour < DayOfHours.Hours; hour++) read[hour]?.Counts.ShouldBe(day[hour]!.Counts);
        read[2].ShouldBeNull();
        read.Sum().Counts.ShouldBe(day.Sum().Counts);
        HistogramBytes.Read(HistogramBytes.Write(day.Sum())).Count.ShouldBe(day.Sum().Count);
    }

    [Fact]
    public void Bytes_that_are_cut_or_made_up_are_refused_and_never_believed()
    {
        var whole = HistogramBytes.Write(Of(10.0, 2000, 30_000));
        Should.Throw<FormatException>(() => HistogramBytes.Read(whole.AsSpan(0, 1)));
        Should.Throw<FormatException>(() => HistogramBytes.Read(whole.AsSpan(0, whole.Length - 1)));
        Should.Throw<FormatException>(() => HistogramBytes.Read([0xFF, 0xFF, 0x7F, 1]));
        Should.Throw<FormatException>(() => HistogramBytes.Read([1, 0]));
        Should.Throw<FormatException>(() => DayOfHours.Read([5, 1, 1]));
    }
}
