System.Console.WriteLine("tautan");
