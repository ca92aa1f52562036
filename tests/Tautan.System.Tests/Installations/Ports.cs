using System.Net;
using System.Net.Sockets;

namespace Tautan.SystemTests.Installations;

internal static class Ports
{
    // The kernel's own choice, from its ephemeral range; held until all are chosen, so that no two are the same.
    public static int[] Free(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        listeners.ForEach(listener => listener.Stop());
        return ports;
    }
}
