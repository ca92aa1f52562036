namespace Tautan.Gateway;

internal static class GatewayMeter
{
    public const string Name = "Tautan.Gateway";
}
