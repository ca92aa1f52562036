using System.Globalization;
using System.Net;
using Tautan.Contracts.Access;

namespace Tautan.Identity.Keys;

/// <summary>What a new key must be.</summary>
internal static class KeyRules
{
    private const int MostNetworks = 50;

    public static Dictionary<string, string[]> Check(KeyRequest request, Principal caller, DateTimeOffset now, out string scopes, out string networks)
    {
        var errors = new Dictionary<string, string[]>();
        if (!Names.IsGood(request.Name))
            errors["name"] = [Names.Expected];
        scopes = Scopes(request.Scopes, caller, errors);
        if (request.ExpiresAt <= now)
            errors["expiresAt"] = ["must be in the future"];
        networks = Networks(request.AllowedNetworks ?? [], errors);
        return errors;
    }

    // Nobody gives what it does not have.
    private static string Scopes(IReadOnlyList<string?>? asked, Principal caller, Dictionary<string, string[]> errors)
    {
        if (asked is not { Count: > 0 })
        {
            errors["scopes"] = [$"must name at least one of {string.Join(", ", Contracts.Access.Scopes.All)}"];
            return "";
        }

        for (var i = 0; i < asked.Count; i++)
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"scopes[{i}]");
            if (asked[i] is not { } scope || !Contracts.Access.Scopes.All.Contains(scope))
                errors[field] = [$"must be one of {string.Join(", ", Contracts.Access.Scopes.All)}"];
            else if (!caller.Has(scope))
                errors[field] = ["must be a scope that you have yourself"];
        }

        return string.Join(' ', asked.Distinct());
    }

    private static string Networks(IReadOnlyList<string?> asked, Dictionary<string, string[]> errors)
    {
        if (asked.Count > MostNetworks)
            errors["allowedNetworks"] = [string.Create(CultureInfo.InvariantCulture, $"must be at most {MostNetworks}")];
        var networks = new List<string>();
        for (var i = 0; i < asked.Count; i++)
        {
            if (Network(asked[i]) is { } network)
                networks.Add(network);
            else
                errors[string.Create(CultureInfo.InvariantCulture, $"allowedNetworks[{i}]")] = ["must be an IP address or a network such as 10.0.0.0/8"];
        }

        return string.Join(' ', networks.Distinct());
    }

    private static string? Network(string? text)
    {
        if (IPAddress.TryParse(text, out var address))
            return new IPNetwork(address, address.GetAddressBytes().Length * 8).ToString();
        return IPNetwork.TryParse(text, out var network) ? network.ToString() : null;
    }
}
