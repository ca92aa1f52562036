using Tautan.Platform.Telemetry;

namespace Tautan.Health.Tests.Fakes;

internal static class Meters
{
    public static HealthMetrics Health()
    {
        var meters = new ProcessMeters().For("health");
        return new HealthMetrics(meters, (IObservations)meters);
    }
}
