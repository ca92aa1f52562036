namespace Tautan.Serving;

/// <summary>The house's end of the pipe to its edge.</summary>
internal static class EdgeLifeline
{
    /// <summary>Calls back once: true when the edge asks the house to stop, false when the edge is gone.</summary>
    public static void Watch(Stream input, Action<bool> ended)
    {
        var thread = new Thread(() =>
        {
            var isAsked = false;
            try
            {
                using var reader = new StreamReader(input);
                isAsked = reader.ReadLine() == "stop";
            }
            catch (IOException)
            {
                // The pipe broke: the edge is gone.
            }

            ended(isAsked);
        })
        { IsBackground = true, Name = "edge lifeline" };
        thread.Start();
    }
}
