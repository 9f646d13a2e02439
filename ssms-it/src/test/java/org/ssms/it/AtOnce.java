package org.ssms.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Many who ask at the same moment, each in a thread of its own. */
public final class AtOnce {
    private static final int LIMIT_SECONDS = 60;

    private AtOnce() {}

    /** One of them. */
    public interface Asker {
        String ask(int number) throws Exception;
    }

    /** All answers, in the order of the numbers of those who asked.
     *  @param times numbers from 0 */
    public static List<String> answers(int times, Asker asker) throws Exception {
        CyclicBarrier allAreThere = new CyclicBarrier(times);
        ExecutorService threads = Executors.newFixedThreadPool(times);
        try {
            List<Future<String>> asked = IntStream.range(0, times)
                    .mapToObj(i -> threads.submit(() -> {
                        allAreThere.await();
                        return asker.ask(i);
                    }))
                    .toList();
            List<String> answers = new ArrayList<>();
            for (Future<String> one : asked) {
                answers.add(one.get(LIMIT_SECONDS, TimeUnit.SECONDS));
            }
            return answers;
        } finally {
            threads.shutdown();
        }
    }

    /** How often each answer was given. */
    public static Map<String, Long> counted(int times, Asker asker) throws Exception {
        return counted(answers(times, asker));
    }

    public static Map<String, Long> counted(List<String> answers) {
        return answers.stream()
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }
}
